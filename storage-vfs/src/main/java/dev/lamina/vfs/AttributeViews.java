package dev.lamina.vfs;

import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The views of a file's attributes by their classes. */
final class AttributeViews {
  private AttributeViews() {}

  /**
   * @param check what is done before each use
   * @return the view; null if there is none of the type
   */
  static <V extends FileAttributeView> @Nullable V of(
      UnionView files, UnionPath path, Class<V> type, boolean follow, Runnable check) {
    if (type == BasicFileAttributeView.class) {
      return type.cast(new UnionAttributeView("basic", files, path, follow, check));
    }
    if (type == PosixFileAttributeView.class) {
      return type.cast(new UnionAttributeView("posix", files, path, follow, check));
    }
    if (type == FileOwnerAttributeView.class) {
      return type.cast(new UnionAttributeView("owner", files, path, follow, check));
    }
    if (type == UserDefinedFileAttributeView.class) {
      return type.cast(XattrView.user(files, path, follow, check));
    }
    Objects.requireNonNull(type, "type");
    return null;
  }
}
