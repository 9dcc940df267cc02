/** What every driver keeps that offers publish-subscribe capabilities. */
@NullMarked
package io.patternsdk.testkit.contract.pubsub;

import org.jspecify.annotations.NullMarked;
