package dev.lamina.contract;

import java.util.HashMap;
import java.util.Map;

/**
 * How much memory all threads together have asked for since this was made, whether it is free again
 * or not. By reflection, since the module of these tests does not know the one that can tell.
 */
public final class AllocatedBytes {
  private final Map<Long, Long> before = now();

  /** Returns the bytes; 0 if the JVM does not tell. */
  public long sum() {
    long sum = 0;
    for (Map.Entry<Long, Long> thread : now().entrySet()) {
      sum += Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L));
    }
    return sum;
  }

  private static Map<Long, Long> now() {
    Map<Long, Long> bytes = new HashMap<>();
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
      long[] threads = (long[]) type.getMethod("getAllThreadIds").invoke(bean);
      long[] allocated =
          (long[]) type.getMethod("getThreadAllocatedBytes", long[].class).invoke(bean, threads);
      for (int i = 0; i < threads.length; i++) {
        bytes.put(threads[i], allocated[i]);
      }
    } catch (ReflectiveOperationException e) {
      return Map.of();
    }
    return bytes;
  }
}
