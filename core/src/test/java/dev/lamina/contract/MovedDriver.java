package dev.lamina.contract;

import dev.lamina.Durability;
import dev.lamina.IdMap;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountPlace;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A storage under another name, to which a store can be converted. */
public class MovedDriver implements StorageDriver {
  /** The other name. */
  public static final String NAME = "moved";

  private final StorageDriver driver;

  /** Makes a driver of which another one does all. */
  public MovedDriver(StorageDriver driver) {
    this.driver = driver;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Unpacking unpacking() {
    return driver.unpacking();
  }

  @Override
  public Optional<IdMap> idMap() {
    return driver.idMap();
  }

  @Override
  public String directoriesName() {
    return driver.directoriesName();
  }

  @Override
  public void unpack(LayerContent layer, Path directory, Durability durability) throws IOException {
    driver.unpack(layer, directory, durability);
  }

  @Override
  public SeekableByteChannel openUnpacked(Path directory, EntryPath file) throws IOException {
    return driver.openUnpacked(directory, file);
  }

  @Override
  public void verify(LayerContent layer, Path directory, Differences differences)
      throws IOException {
    driver.verify(layer, directory, differences);
  }

  @Override
  public void verifyChanges(Path directory, Differences differences) throws IOException {
    driver.verifyChanges(directory, differences);
  }

  @Override
  public void force(Path directory) throws IOException {
    driver.force(directory);
  }

  @Override
  public DriverMount mount(LayerStack stack, MountPlace place, MountOptions options)
      throws IOException {
    return driver.mount(stack, place, options);
  }

  @Override
  public WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options)
      throws IOException {
    return driver.mountWritable(stack, changes, options);
  }

  @Override
  public void receiveChanges(
      LayerStack stack, Path directory, MountOptions options, Changes changes) throws IOException {
    driver.receiveChanges(stack, directory, options, changes);
  }

  @Override
  public void delete(Path directory) throws IOException {
    driver.delete(directory);
  }

  @Override
  public List<Path> mounted(Path directory) throws IOException {
    return driver.mounted(directory);
  }

  @Override
  public void release(Path directory) throws IOException {
    driver.release(directory);
  }

  @Override
  public Map<String, String> describe(LayerStack stack) {
    return driver.describe(stack);
  }

  @Override
  public Map<String, String> status(Path root) {
    return driver.status(root);
  }
}
