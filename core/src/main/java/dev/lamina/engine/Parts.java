package dev.lamina.engine;

import dev.lamina.Limits;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.spi.StorageDriver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What the verbs of one open store work with. */
record Parts(
    Path root,
    StorageDriver driver,
    Catalog catalog,
    BlobStore blobs,
    ImageReader reader,
    LayerStore layers,
    UnpackedLayers unpacked,
    Mounts mounts,
    WritableTrees trees,
    Leases leases,
    LastUsed lastUsed,
    GarbageCollector garbage,
    Unforced unforced,
    ContainerLapses lapses,
    Executor executor,
    Clock clock,
    RandomGenerator random,
    String engineVersion,
    Limits limits) {}
