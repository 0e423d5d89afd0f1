package dev.lamina.vfs;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one file store of a file system: read-only, without space to speak of, or with the space that
 * there is for changes.
 */
final class UnionFileStore extends FileStore {
  private static final Set<Class<? extends FileAttributeView>> VIEWS =
      Set.of(
          BasicFileAttributeView.class,
          FileOwnerAttributeView.class,
          PosixFileAttributeView.class,
          UserDefinedFileAttributeView.class);

  private final String name;
  private final @Nullable FileStore changes;

  /**
   * @param changes where changes are kept; null if there can be none
   */
  UnionFileStore(String name, @Nullable FileStore changes) {
    this.name = name;
    this.changes = changes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String type() {
    return "lamina";
  }

  @Override
  public boolean isReadOnly() {
    return changes == null;
  }

  @Override
  public long getTotalSpace() throws IOException {
    return changes == null ? 0 : changes.getTotalSpace();
  }

  @Override
  public long getUsableSpace() throws IOException {
    return changes == null ? 0 : changes.getUsableSpace();
  }

  @Override
  public long getUnallocatedSpace() throws IOException {
    return changes == null ? 0 : changes.getUnallocatedSpace();
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return VIEWS.contains(type);
  }

  @Override
  public boolean supportsFileAttributeView(String view) {
    return AttributeNames.ALL_VIEWS.contains(view);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) throws IOException {
    return switch (attribute) {
      case "totalSpace" -> getTotalSpace();
      case "usableSpace" -> getUsableSpace();
      case "unallocatedSpace" -> getUnallocatedSpace();
      default -> throw new UnsupportedOperationException("'" + attribute + "' not recognized");
    };
  }

  @Override
  public String toString() {
    return name + " (lamina)";
  }
}
