package io.patternsdk.concurrency.pipeline;

/**
 * Keeps the fields of its subclasses off the cache lines of what lies before them in memory. An
 * array could do that too, but each access would read its length, which has to lie elsewhere.
 */
abstract class Padding {
  long pad00;
  long pad01;
  long pad02;
  long pad03;
  long pad04;
  long pad05;
  long pad06;
  long pad07;
  long pad08;
  long pad09;
  long pad10;
  long pad11;
  long pad12;
  long pad13;
  long pad14;
  long pad15;
}
