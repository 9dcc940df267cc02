package io.patternsdk.multicast;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.keyvalue.WatchToken;
import java.util.Optional;

/**
 * Writes and reads how far a watch has come, with a mark of its filter: what another filter has let
 * through says nothing about what this one has.
 *
 * @param mark the mark
 */
record WatchPosition(String mark) {
  static WatchPosition of(Filter filter) {
    return new WatchPosition(Integer.toHexString(filter.toString().hashCode()) + "/");
  }

  String text(WatchToken token) {
    return mark + token.text();
  }

  /** Returns the backend's token; empty if the text is not one of a watch with this filter. */
  Optional<WatchToken> token(String text) {
    return text.startsWith(mark) && text.length() > mark.length()
        ? Optional.of(new WatchToken(text.substring(mark.length())))
        : Optional.empty();
  }
}
