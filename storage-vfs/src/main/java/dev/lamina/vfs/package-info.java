/** The pure-Java storage. Begin with {@link dev.lamina.vfs.VfsImageStore}. */
@NullMarked
package dev.lamina.vfs;

import org.jspecify.annotations.NullMarked;
