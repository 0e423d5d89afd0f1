package dev.lamina.vfs;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** A user or group of an image: a number, which makes it what it is, and perhaps a name. */
abstract sealed class ImagePrincipal implements UserPrincipal {
  private final long number;
  private final @Nullable String name;

  private ImagePrincipal(long number, @Nullable String name) {
    this.number = number;
    this.name = name;
  }

  /** A user. */
  static final class User extends ImagePrincipal {
    User(long uid, @Nullable String name) {
      super(uid, name);
    }
  }

  /** A group. */
  static final class Group extends ImagePrincipal implements GroupPrincipal {
    Group(long gid, @Nullable String name) {
      super(gid, name);
    }
  }

  long number() {
    return number;
  }

  /** Returns the name that the image has for the number, or else the number. */
  @Override
  public String getName() {
    return name == null ? Long.toString(number) : name;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof ImagePrincipal other
        && getClass() == other.getClass()
        && number == other.number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }

  @Override
  public String toString() {
    return getName();
  }
}
