package io.patternsdk.session;

import java.util.List;
import java.util.Optional;

/**
 * Some sessions of a list.
 *
 * @param sessions in an order of the backend; may be fewer than asked for, or none, before the end
 * @param next where the next page begins; empty at the end
 */
public record SessionPage(List<Session> sessions, Optional<String> next) {}
