package io.patternsdk.session;

/**
 * Why something of a session cannot be read.
 *
 * @param code {@link SessionException.Code#UNREADABLE} or {@link SessionException.Code#TAMPERED}
 * @param reason what is wrong and what would be right; never what is stored
 */
public record Unreadable(SessionException.Code code, String reason) {}
