/** What blobs promise. */
@NullMarked
package io.patternsdk.testkit.contract.blob;

import org.jspecify.annotations.NullMarked;
