package dev.lamina.internal.layer;

import dev.lamina.Digest;

/** A record of a layer, known by it in all trees that the layer is part of. */
record RecordOrigin(Digest layer, int record) {}
