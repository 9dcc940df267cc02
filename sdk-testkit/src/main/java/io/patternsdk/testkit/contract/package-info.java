/**
 * What every driver keeps, as tests: one contract for each capability and one for the driver
 * itself. A driver joins them by extending {@link io.patternsdk.testkit.contract.DriverContracts},
 * and, if it talks to a server, what they keep when that breaks by extending {@link
 * io.patternsdk.testkit.contract.DriverFaults}.
 *
 * <p>No driver is named here. What differs between drivers is read from their traits and from the
 * {@link io.patternsdk.testkit.contract.Variant}.
 */
@NullMarked
package io.patternsdk.testkit.contract;

import org.jspecify.annotations.NullMarked;
