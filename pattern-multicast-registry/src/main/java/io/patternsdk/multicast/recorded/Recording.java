package io.patternsdk.multicast.recorded;

import io.patternsdk.core.OperationException;
import io.patternsdk.multicast.recorded.MulticastRecords.Stored;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A recorded multicast in the hands of one process. Pages may be recorded by several threads, each
 * by one at a time; what cannot be recorded is found and sent again. Closed when this process does
 * no more for now.
 */
public final class Recording implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Recording.class.getName());

  private final MulticastRecords records;
  private final OpenMulticast open;
  private final Head head;
  private final AtomicReferenceArray<@Nullable Stored> pages;
  private final Consumer<Boolean> whenClosed;

  /** Knows the pages that are given, and finds the others. */
  Recording(
      MulticastRecords records,
      OpenMulticast open,
      Head head,
      List<Stored> known,
      Consumer<Boolean> whenClosed) {
    this.records = records;
    this.open = open;
    this.head = head;
    this.pages = new AtomicReferenceArray<>(head.pages());
    for (int i = 0; i < known.size(); i++) {
      pages.set(i, known.get(i));
    }
    this.whenClosed = whenClosed;
  }

  /** Returns the id of the multicast. */
  public String id() {
    return open.id();
  }

  /** Returns what is recorded of it as a whole. */
  public Head head() {
    return head;
  }

  /** Reads a page as it is recorded now. */
  public Page read(int number) {
    Stored stored = records.get(head.token(), number);
    pages.set(number, stored);
    return stored.page();
  }

  /** Records what has become of a page that is known here; false if that failed. */
  public boolean put(int number, List<DeliveryStatus> fates) {
    Stored before = stored(number);
    Page page = before.page().and(before.page().with(fates));
    if (page.equals(before.page())) {
      return true;
    }
    try {
      pages.set(number, records.put(head.token(), number, Optional.of(before.version()), page));
      return true;
    } catch (OperationException e) {
      LOG.log(
          Level.WARNING,
          "what became of multicast {0} is not recorded, and it is sent again: {1}",
          open.id(),
          e.getMessage());
      return false;
    }
  }

  private Stored stored(int number) {
    Stored stored = pages.get(number);
    if (stored == null) {
      throw new IllegalStateException("page " + number + " was not read");
    }
    return stored;
  }

  private boolean settled() {
    for (int i = 0; i < pages.length(); i++) {
      Stored stored = pages.get(i);
      if (stored == null || !stored.page().settled()) {
        return false;
      }
    }
    return true;
  }

  /** Ends the work if nothing is left to do, else leaves it for later; throws nothing. */
  @Override
  public void close() {
    whenClosed.accept(settled());
  }
}
