package io.patternsdk.driver.embedded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.StoredBlob;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The blobs of one backend by key: what is known of them in memory, their bytes in the journal. */
final class StoredBlobs {
  private static final int PAGE = 1_000;

  private final Journal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<String, StoredBlob> blobs = new ConcurrentSkipListMap<>();

  StoredBlobs(Journal journal) {
    this.journal = journal;
  }

  /** Puts in what was there when the process began. */
  void load(StoredBlob blob) {
    blobs.put(blob.info().key(), blob);
  }

  /** Returns a blob; null if there is none. */
  @Nullable StoredBlob find(String key) {
    journal.admit();
    return blobs.get(key);
  }

  /** Begins to read a blob, which is kept until {@link #left}; null if there is none. */
  @Nullable StoredBlob enter(String key) {
    journal.admit();
    lock.lock();
    try {
      StoredBlob blob = blobs.get(key);
      if (blob != null) {
        blob.readers++;
      }
      return blob;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what {@link #enter} began. */
  void left(StoredBlob blob) {
    lock.lock();
    try {
      blob.readers--;
      dropUnused(blob);
    } finally {
      lock.unlock();
    }
  }

  /** Makes a blob the one of its key if the one before is as wanted; null if it is not. */
  @Nullable Commit finish(StoredBlob blob, Predicate<@Nullable StoredBlob> condition) {
    String key = blob.info().key();
    journal.admit();
    lock.lock();
    try {
      StoredBlob before = blobs.get(key);
      if (!condition.test(before)) {
        return null;
      }
      Commit commit = journal.blob(key, blob);
      blobs.put(key, blob);
      replaced(before);
      return commit;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a blob, if there is one. */
  Commit delete(String key) {
    journal.admit();
    lock.lock();
    try {
      StoredBlob before = blobs.get(key);
      if (before == null) {
        return Commit.NONE;
      }
      Commit commit = journal.blob(key, null);
      blobs.remove(key);
      replaced(before);
      return commit;
    } finally {
      lock.unlock();
    }
  }

  private void replaced(@Nullable StoredBlob before) {
    if (before != null) {
      before.replaced = true;
      dropUnused(before);
    }
  }

  private void dropUnused(StoredBlob blob) {
    if (blob.replaced && blob.readers == 0) {
      drop(blob.id(), blob.chunks());
    }
  }

  /** Gives back chunks that are of no more use. */
  void drop(long blob, int chunks) {
    try {
      journal.dropped(blob, chunks);
    } catch (BackendException e) {
      // a journal that takes nothing more: the next opening removes what no record names
    }
  }

  /**
   * Returns the next entries under a prefix, after a key or from the beginning; none at the end.
   */
  List<BlobEntry> page(String prefix, @Nullable String after) {
    journal.admit();
    NavigableMap<String, StoredBlob> rest =
        after == null ? blobs.tailMap(prefix, true) : blobs.tailMap(after, false);
    List<BlobEntry> page = new ArrayList<>();
    for (StoredBlob blob : rest.values()) {
      if (page.size() == PAGE || !blob.info().key().startsWith(prefix)) {
        break;
      }
      page.add(blob.info().entry());
    }
    return page;
  }
}
