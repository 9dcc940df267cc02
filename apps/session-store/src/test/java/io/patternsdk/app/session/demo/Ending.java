package io.patternsdk.app.session.demo;

/**
 * A process says that a session has ended.
 *
 * @param former the id that it had before; empty if it had none
 */
record Ending(String id, String former, String reason) {}
