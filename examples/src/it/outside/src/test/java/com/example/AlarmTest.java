package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patternsdk.multicast.MulticastReport.Status;
import org.junit.jupiter.api.Test;

class AlarmTest {
  @Test
  void allSirensAcknowledge() {
    assertEquals(2, Alarm.ring("B1").totals().get(Status.ACKNOWLEDGED));
  }
}
