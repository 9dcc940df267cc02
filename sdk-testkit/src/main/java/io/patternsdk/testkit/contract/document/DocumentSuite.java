package io.patternsdk.testkit.contract.document;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;

import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;
import java.util.List;

/** The tests of {@code document_query}. */
public final class DocumentSuite implements CapabilitySuite {
  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(DOCUMENT_QUERY, DocumentQueryContract.class, DocumentQueryContract::new)
        .with(DOCUMENT_QUERY, DocumentWalkContract.class, DocumentWalkContract::new)
        .with(DOCUMENT_QUERY, DocumentAnswersContract.class, DocumentAnswersContract::new)
        .withSample(DOCUMENT_QUERY, documents -> documents.index("sample", List.of("field")));
  }
}
