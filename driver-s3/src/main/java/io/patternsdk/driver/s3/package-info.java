/** A driver for S3 and for servers that speak it. */
@NullMarked
package io.patternsdk.driver.s3;

import org.jspecify.annotations.NullMarked;
