package dev.lamina.vfs;

/** Why a Linux file system refuses something. */
enum Errno {
  /** No such file. */
  ENOENT("No such file or directory"),
  /** There is something already. */
  EEXIST("File exists"),
  /** A directory that is to be empty is not. */
  ENOTEMPTY("Directory not empty"),
  /** No directory where one must be. */
  ENOTDIR("Not a directory"),
  /** A directory where none can be. */
  EISDIR("Is a directory"),
  /** A directory cannot be moved into itself; a value makes no sense. */
  EINVAL("Invalid argument"),
  /** Too many symbolic links on the way. */
  ELOOP("Too many levels of symbolic links"),
  /** A name is over 255 bytes long. */
  ENAMETOOLONG("File name too long"),
  /** Nobody may, such as to make a second name of a directory. */
  EPERM("Operation not permitted"),
  /** The user may not. */
  EACCES("Permission denied"),
  /** The root is in use. */
  EBUSY("Device or resource busy"),
  /** What cannot be opened, such as a pipe. */
  ENXIO("No such device or address"),
  /** No such extended attribute. */
  ENODATA("No data available"),
  /** The tree cannot be changed. */
  EROFS("Read-only file system"),
  /** The parts are of different file systems. */
  EXDEV("Invalid cross-device link"),
  /** A name of an extended attribute is too long. */
  ERANGE("Numerical result out of range"),
  /** The value of an extended attribute is too long. */
  E2BIG("Argument list too long"),
  /** No such kind of extended attribute. */
  EOPNOTSUPP("Operation not supported");

  private final String text;

  Errno(String text) {
    this.text = text;
  }

  /** Returns what the C library says. */
  String text() {
    return text;
  }
}
