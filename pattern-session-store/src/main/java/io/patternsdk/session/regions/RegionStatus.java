package io.patternsdk.session.regions;

import io.patternsdk.core.pattern.MemberState;
import java.time.Duration;
import java.util.Optional;

/**
 * How a region is, as one process sees it.
 *
 * @param name its name
 * @param own whether it is the region of this process
 * @param state how its backend was when somebody last looked
 * @param waiting how many records have writes of this process that wait for it
 * @param lag how long ago the oldest of these was made
 * @param shortened of how many writes only the record's name waited, as the rest did not fit
 * @param missed how many writes were left to a repair, as nothing more did fit
 * @param incomplete whether it may miss something that only a repair finds
 * @param repair how far its last repair by this process is
 * @param lastFailure why something did not arrive last
 */
public record RegionStatus(
    String name,
    boolean own,
    MemberState state,
    long waiting,
    Duration lag,
    long shortened,
    long missed,
    boolean incomplete,
    RepairProgress repair,
    Optional<String> lastFailure) {}
