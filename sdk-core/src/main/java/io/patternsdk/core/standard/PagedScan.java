package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.layer.BoundOperation;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A walk whose pages pass the layers; the driver's walk begins with the first page. */
final class PagedScan<T> implements Scan<T> {
  private final BoundOperation page;
  private final String target;
  private final Supplier<Scan<T>> opener;
  private @Nullable Scan<T> source;
  private boolean closed;

  PagedScan(BoundOperation page, String target, Supplier<Scan<T>> opener) {
    this.page = page;
    this.target = target;
    this.opener = opener;
  }

  @Override
  public List<T> nextPage() {
    if (closed) {
      throw new IllegalStateException("the walk is closed");
    }
    return page.call(target, this::fetch);
  }

  private List<T> fetch() {
    Scan<T> open = source;
    if (open == null) {
      open = opener.get();
      source = open;
    }
    return open.nextPage();
  }

  @Override
  public void close() {
    closed = true;
    if (source != null) {
      source.close();
    }
  }
}
