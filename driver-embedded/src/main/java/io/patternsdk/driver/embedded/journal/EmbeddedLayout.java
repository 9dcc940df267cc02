package io.patternsdk.driver.embedded.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.h2.engine.Constants;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.StringDataType;

/** How the file is made and opened, and which storage layout it has. */
public final class EmbeddedLayout {
  /** The storage layout that is read and written here. */
  static final int LAYOUT = 1;

  /** What the map "about" knows besides the layout. */
  static final String SEQUENCE = "sequence";

  /** The disk of the machine. */
  public static final String FILES = "file";

  private static final String LAYOUT_KEY = "layout";
  private static final int CACHE_MEGABYTES = 4;

  private EmbeddedLayout() {}

  /** Returns the library and its version. */
  public static String client() {
    return "h2-mvstore " + Constants.VERSION;
  }

  /**
   * Opens the file, and makes it first where there is none.
   *
   * @throws io.patternsdk.core.BackendException with what is wrong with it; nothing is left open
   */
  public static DiskFile open(Path file) {
    return open(file, FILES);
  }

  /** Opens the file on a disk that the library knows by a scheme, as tests bring one. */
  public static DiskFile open(Path file, String disk) {
    Path path = file.toAbsolutePath().normalize();
    LockFile claim = LockFile.on(path);
    try {
      create(path, disk);
      return checked(path, disk, claim);
    } catch (MVStoreException e) {
      Cleanup.close(claim, e);
      throw EmbeddedErrors.opening(path, e);
    } catch (IOException e) {
      Cleanup.close(claim, e);
      throw EmbeddedErrors.unopenable(path, e);
    } catch (RuntimeException | Error e) {
      Cleanup.close(claim, e);
      throw e;
    }
  }

  private static DiskFile checked(Path path, String disk, LockFile claim) {
    MVStore store = store(path, disk);
    try {
      String layout = store.hasMap("about") ? about(store).get(LAYOUT_KEY) : null;
      if (layout == null) {
        throw EmbeddedErrors.corrupt(path, null);
      }
      if (!layout.equals(Integer.toString(LAYOUT))) {
        throw EmbeddedErrors.layout(path, layout, LAYOUT);
      }
      return new DiskFile(path, claim, store);
    } catch (RuntimeException | Error e) {
      Cleanup.close(store::closeImmediately, e);
      throw e;
    }
  }

  public static MVMap<String, String> about(MVStore store) {
    return store.openMap(
        "about",
        new MVMap.Builder<String, String>()
            .keyType(StringDataType.INSTANCE)
            .valueType(StringDataType.INSTANCE));
  }

  /** A crash leaves either no file or one that has its layout. */
  private static void create(Path path, String disk) throws IOException {
    if (Files.exists(path) && Files.size(path) > 0) {
      return;
    }
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (MVStore store = store(fresh, disk)) {
      about(store).put(LAYOUT_KEY, Integer.toString(LAYOUT));
      store.commit();
      store.sync();
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(path);
  }

  private static void syncDirectory(Path path) throws IOException {
    Path directory = path.getParent();
    if (directory != null && !System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static MVStore store(Path path, String disk) {
    MVStore store =
        new MVStore.Builder()
            .fileName(disk + ":" + path)
            .autoCommitDisabled()
            .autoCommitBufferSize(0) // else a large batch would be committed in parts
            .cacheSize(CACHE_MEGABYTES)
            .open();
    store.setRetentionTime(0); // every commit is synced before the space of old ones is used
    return store;
  }
}
