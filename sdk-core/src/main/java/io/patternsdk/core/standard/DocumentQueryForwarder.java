package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.Position;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import java.util.Collection;
import java.util.Optional;

/** Forwards {@code document_query}. */
final class DocumentQueryForwarder implements DocumentQuery {
  static final String NAME = "document_query";
  static final Operation INDEX =
      Operation.builder(NAME, "index", Kind.ADMINISTER).repeatable().build();
  static final Operation FIND = Operation.builder(NAME, "find", Kind.READ).notRepeatable().build();

  private final DocumentQuery driver;
  private final Namespace namespace;
  private final BoundOperation index;
  private final BoundOperation find;

  DocumentQueryForwarder(DocumentQuery driver, Wiring wiring) {
    this.driver = driver;
    this.namespace = wiring.namespace();
    this.index = wiring.bind(INDEX);
    this.find = wiring.bind(FIND);
  }

  @Override
  public void index(String prefix, Collection<String> fields) {
    String full = namespace.keyPrefix(prefix);
    index.run(index.on(full), () -> driver.index(full, fields));
  }

  @Override
  public DocumentWalk find(DocumentRequest request) {
    Optional<Position> after =
        request.after().map(p -> new Position(p.value(), namespace.key(p.key())));
    String full = namespace.keyPrefix(request.prefix());
    DocumentWalk walk =
        driver.find(
            new DocumentRequest(
                full, request.filter(), request.order(), after, request.pageSize()));
    Scan<Entry> entries =
        new PagedScan<>(find, full, walk::entries)
            .map(entry -> new Entry(namespace.stripKey(entry.key()), entry.value()));
    return new DocumentWalk(entries, walk.residual());
  }
}
