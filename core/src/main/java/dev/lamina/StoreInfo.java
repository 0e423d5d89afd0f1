package dev.lamina;

import java.nio.file.Path;

/**
 * What a store is and has.
 *
 * @param storage the name of the storage, such as {@code vfs}
 * @param root where the store is
 * @param images how many images it has, intermediate ones included
 * @param layers how many layers
 */
public record StoreInfo(String storage, Path root, int images, int layers) {}
