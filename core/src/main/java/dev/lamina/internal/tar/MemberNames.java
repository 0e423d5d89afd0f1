package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import java.util.Arrays;

/** Cleans the names of members and of hard links' targets, so that none leaves the root. */
final class MemberNames {
  private MemberNames() {}

  /**
   * Returns the path that a name stands for, without leading, trailing and double slashes, {@code
   * .} and {@code ..}; empty for the root.
   */
  static byte[] clean(byte[] name) {
    if (name.length == 0) {
      throw new InvalidArchiveException("empty name");
    }
    byte[] path = new byte[name.length];
    int length = 0;
    int end;
    for (int start = 0; start < name.length; start = end + 1) {
      end = start;
      while (end < name.length && name[end] != '/') {
        if (name[end] == 0) {
          throw new InvalidArchiveException("NUL in a name or path");
        }
        end++;
      }
      int component = end - start;
      if (component == 0 || (component == 1 && name[start] == '.')) {
        continue;
      }
      if (component == 2 && name[start] == '.' && name[start + 1] == '.') {
        if (length == 0) {
          throw new InvalidArchiveException("name climbs outside the root with \"..\"");
        }
        length = parentLength(path, length);
        continue;
      }
      if (component - WhiteoutNames.prefixLength(name, start, end) > LinuxLimits.NAME) {
        throw new InvalidArchiveException(
            "name too long: a component has more than " + LinuxLimits.NAME + " bytes");
      }
      if (length > 0) {
        path[length++] = '/';
      }
      System.arraycopy(name, start, path, length, component);
      length += component;
    }
    if (length > LinuxLimits.PATH) {
      throw new InvalidArchiveException(
          "name too long: the path has more than " + LinuxLimits.PATH + " bytes");
    }
    return length == path.length ? path : Arrays.copyOf(path, length);
  }

  private static int parentLength(byte[] path, int length) {
    int i = length - 1;
    while (i > 0 && path[i] != '/') {
      i--;
    }
    return i;
  }
}
