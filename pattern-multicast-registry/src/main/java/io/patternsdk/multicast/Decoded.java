package io.patternsdk.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.document.Document;
import io.patternsdk.core.document.DocumentPage;
import java.util.ArrayList;
import java.util.List;

/**
 * The identities of a page of documents.
 *
 * @param identities what could be read
 * @param unreadable the keys of what could not
 */
record Decoded(List<Identity> identities, List<String> unreadable) {

  static Decoded of(DocumentPage page) {
    List<Identity> identities = new ArrayList<>(page.documents().size());
    List<String> unreadable = new ArrayList<>(page.unreadable());
    for (Document document : page.documents()) {
      try {
        identities.add(
            document instanceof Known known
                ? known.identity()
                : IdentityCodec.decode(document.json()));
      } catch (BackendException e) {
        unreadable.add(document.key());
      }
    }
    return new Decoded(identities, unreadable);
  }
}
