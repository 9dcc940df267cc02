/** The forms of messages: Debezium's envelope, the row alone, and events of an outbox. */
@NullMarked
package io.patternsdk.cdc.internal.message;

import org.jspecify.annotations.NullMarked;
