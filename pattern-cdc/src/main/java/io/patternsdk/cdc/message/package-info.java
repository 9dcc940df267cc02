/** What messages of changes may be made of: events of an outbox. */
@NullMarked
package io.patternsdk.cdc.message;

import org.jspecify.annotations.NullMarked;
