/** The overlayfs storage. Begin with {@link dev.lamina.overlay.OverlayImageStore}. */
@NullMarked
package dev.lamina.overlay;

import org.jspecify.annotations.NullMarked;
