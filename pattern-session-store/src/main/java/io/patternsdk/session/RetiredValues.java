package io.patternsdk.session;

import java.util.Optional;

/**
 * What became of the values of some sessions, of which none is to need a key any more.
 *
 * @param sessions how many sessions were looked at
 * @param rewritten how many values are stored by the key that is written with now
 * @param refused how many could not be, as they were changed where they are stored
 * @param next where to go on; empty at the end
 */
public record RetiredValues(int sessions, int rewritten, int refused, Optional<String> next) {}
