package dev.lamina.vfs;

import dev.lamina.spi.NodeType;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a file is to have from the start. {@code posix:permissions} are what the umask leaves of
 * them, as the JDK has it; {@code unix:mode}, {@code unix:uid} and {@code unix:gid} are exact. A
 * mode with type bits makes a pipe or a device, whose number {@code unix:rdev} is.
 */
final class InitialAttributes {
  private static final int ALL_BITS = 07777;
  private static final int TYPE_SHIFT = 12;

  private final NodeType usual;
  private NodeType type;
  private int mode;
  private boolean masked = true;
  private OptionalLong uid = OptionalLong.empty();
  private OptionalLong gid = OptionalLong.empty();
  private long device;

  private InitialAttributes(NodeType usual, int mode) {
    this.usual = usual;
    this.type = usual;
    this.mode = mode;
  }

  /**
   * @param usual what is made if no mode says otherwise
   * @throws UnsupportedOperationException if an attribute cannot be set so
   * @throws IllegalArgumentException if a mode is for another kind of file
   */
  static NewFile parse(NodeType usual, int mode, FileAttribute<?>... attributes) {
    InitialAttributes result = new InitialAttributes(usual, mode);
    for (FileAttribute<?> attribute : attributes) {
      result.add(attribute.name(), Objects.requireNonNull(attribute.value()));
    }
    return new NewFile(
        result.type,
        result.mode,
        result.masked,
        result.uid,
        result.gid,
        DeviceNumbers.major(result.device),
        DeviceNumbers.minor(result.device));
  }

  private void add(String name, Object value) {
    boolean link = usual == NodeType.SYMLINK;
    if (name.equals("posix:permissions") && value instanceof Set<?> permissions && !link) {
      mode = Modes.of(permissions);
    } else if (name.equals("unix:mode") && value instanceof Integer bits && !link) {
      setMode(bits);
    } else if (name.equals("unix:uid") && value instanceof Number number) {
      uid = OptionalLong.of(Modes.unsigned(number));
    } else if (name.equals("unix:gid") && value instanceof Number number) {
      gid = OptionalLong.of(Modes.unsigned(number));
    } else if (name.equals("unix:rdev") && value instanceof Number number && !link) {
      device = number.longValue();
    } else {
      throw new UnsupportedOperationException("'" + name + "' not supported as initial attribute");
    }
  }

  private void setMode(int bits) {
    mode = bits & ALL_BITS;
    masked = false;
    int kind = bits >> TYPE_SHIFT;
    if (kind == 0) {
      return;
    }
    type = Modes.type(kind);
    boolean fits =
        usual == NodeType.DIRECTORY
            ? type == usual
            : type != NodeType.DIRECTORY && type != NodeType.SYMLINK;
    if (!fits) {
      throw new IllegalArgumentException(
          "mode " + Integer.toOctalString(bits) + " is of another kind of file");
    }
  }
}
