package io.patternsdk.security.audit;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.Secret;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries as lines of JSON in the files of a directory, which are written behind their end
 * alone, never changed and never deleted. Each start, and each file that is large enough, begins
 * the next one. Each line has a hash of itself and of the line before, so that an {@link
 * AuditTrail} finds what was changed, left out or put in; with a key, also if it was somebody who
 * can make hashes anew. A line that a kill or a full disk has cut off stays where it is, and the
 * first line of the next file says how many bytes it has. For one thread; a directory is for one
 * process at a time.
 */
public final class AuditFiles implements AuditSink {
  private static final Logger LOG = System.getLogger(AuditFiles.class.getName());

  private final Segments segments;
  private final Seal seal;
  private final Clock clock;
  private final long maxFile;
  private final SegmentFile.Opener opener;
  private final DirectoryLock lock;
  private Link last;

  /** How many bytes come behind the last whole line. */
  private long torn;

  private long number;
  private @Nullable SegmentFile file;

  private AuditFiles(Builder b, Seal seal, DirectoryLock lock) throws IOException {
    this.segments = new Segments(b.directory);
    this.seal = seal;
    this.clock = b.clock;
    this.maxFile = b.maxFile;
    this.opener = b.opener;
    this.lock = lock;
    Segments.End end = segments.end();
    this.last = end.last();
    this.torn = end.torn();
    List<Path> files = segments.files();
    this.number = files.isEmpty() ? 1 : Segments.number(files.getLast()) + 1;
  }

  /** Starts with files in a directory, which is made if it is not there. */
  public static Builder in(Path directory) {
    return new Builder(directory);
  }

  @Override
  public int append(List<AuditEntry> entries) throws IOException {
    SegmentFile current = current();
    List<AuditLine> lines = new ArrayList<>();
    Link link = last;
    for (AuditEntry entry : entries) {
      AuditLine line = AuditLine.of(seal, link, entry);
      lines.add(line);
      link = line.link();
    }
    return write(current, lines);
  }

  private SegmentFile current() throws IOException {
    SegmentFile open = file;
    if (open != null && open.size() >= maxFile) {
      leave(open);
      open = null;
    }
    return open == null ? begin() : open;
  }

  /** Begins the next file, with a line that says behind which line it comes. */
  private SegmentFile begin() throws IOException {
    AuditLine opened = AuditLine.opened(seal, last, torn, clock.now());
    SegmentFile begun = new SegmentFile(segments.file(number), opener);
    LOG.log(Level.INFO, "audit records go to {0}, behind {1}", begun.path(), last);
    int unused = write(begun, List.of(opened));
    file = begun; // only now: nothing comes before its first line
    return begun;
  }

  /**
   * Writes lines, and returns how many are kept.
   *
   * @throws IOException if none is
   */
  private int write(SegmentFile to, List<AuditLine> lines) throws IOException {
    SegmentFile.Written written = to.write(lines);
    if (written.whole() > 0) {
      last = lines.get(written.whole() - 1).link();
      torn = 0;
    }
    IOException failure = to.failure();
    if (failure != null) {
      leave(to);
    }
    if (failure != null && written.kept() == 0) {
      throw failure;
    }
    return written.kept();
  }

  /** Nothing follows in this file; what comes begins the next one. */
  private void leave(SegmentFile left) throws IOException {
    file = null;
    torn += left.torn();
    if (left.size() > 0) {
      number++;
    }
    left.close();
  }

  /** Ends the log with a line that says so, and lets another process have the directory. */
  @Override
  public void close() throws IOException {
    try (lock) {
      SegmentFile open = file;
      if (open != null) {
        int unused = write(open, List.of(AuditLine.closed(seal, last, clock.now())));
        leave(open);
      }
      LOG.log(Level.INFO, "audit records end with {0}", last);
    }
  }

  /** Builds {@link AuditFiles}; for one thread. */
  public static final class Builder {
    private final Path directory;
    private long maxFile = 100_000_000;
    private Clock clock = Clock.system();
    private SegmentFile.Opener opener = SegmentFile::open;
    private @Nullable Secret key;

    private Builder(Path directory) {
      this.directory = directory;
    }

    /**
     * Has hashes made with a key of at least 32 characters, which is read once. With another one
     * the chain goes on; whoever verifies needs both.
     */
    public Builder key(Secret key) {
      this.key = key;
      return this;
    }

    /** Sets how many bytes a file has before the next one is begun; 100 MB by default. */
    public Builder maxFile(long bytes) {
      this.maxFile = bytes;
      return this;
    }

    /** Sets the clock; that of this machine by default. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    Builder opener(SegmentFile.Opener opener) {
      this.opener = opener;
      return this;
    }

    /**
     * Begins the next file.
     *
     * @throws IOException if the directory cannot be used, another process uses it, or its last
     *     line is none; saying which
     * @throws IllegalArgumentException if the key is too short
     */
    public AuditFiles open() throws IOException {
      Seal seal = key == null ? Seal.plain() : Seal.with(key);
      DirectoryLock lock = DirectoryLock.of(directory);
      try {
        AuditFiles files = new AuditFiles(this, seal, lock);
        SegmentFile unused = files.begin();
        return files;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    }
  }
}
