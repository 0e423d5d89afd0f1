package dev.lamina.vfs;

import dev.lamina.spi.NodeType;

/**
 * What is to be made in a tree.
 *
 * @param mode the permission bits with set-user-ID, set-group-ID and sticky
 * @param target what a symbolic link holds; empty for all others
 * @param major a device number's part; 0 for what is no device
 * @param minor a device number's part; 0 for what is no device
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are; compared nowhere
record NewNode(NodeType type, int mode, long uid, long gid, byte[] target, int major, int minor) {}
