/** Tests of the driver for S3. */
@NullMarked
package io.patternsdk.driver.s3;

import org.jspecify.annotations.NullMarked;
