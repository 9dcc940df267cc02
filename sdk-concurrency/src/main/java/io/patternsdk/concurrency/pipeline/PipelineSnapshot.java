package io.patternsdk.concurrency.pipeline;

import java.util.List;

/**
 * A pipeline at one moment. While it works, its numbers are read one after the other.
 *
 * @param open whether items can be submitted
 * @param refused how many items were refused because its first buffer was full or the deadline came
 * @param stages its stages, in their order
 */
public record PipelineSnapshot(boolean open, long refused, List<StageSnapshot> stages) {

  /** Copies the stages. */
  public PipelineSnapshot {
    stages = List.copyOf(stages);
  }

  /**
   * Returns one stage.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public StageSnapshot stage(String name) {
    for (StageSnapshot stage : stages) {
      if (stage.name().equals(name)) {
        return stage;
      }
    }
    throw new IllegalArgumentException("no stage " + name + " in " + stages);
  }
}
