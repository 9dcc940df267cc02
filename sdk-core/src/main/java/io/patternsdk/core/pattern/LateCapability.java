package io.patternsdk.core.pattern;

import io.patternsdk.core.capability.Capability;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a capability of a member that is not open yet, and hands on to it once it is. It is
 * outside all layers: what is refused here never reached a guard, so a breaker does not open on it
 * and a retry does not wait for it.
 */
record LateCapability(Capability<?> capability, SlotSupply supply) implements InvocationHandler {

  static <T> T of(Capability<T> capability, SlotSupply supply) {
    Class<T> type = capability.type();
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new LateCapability(capability, supply)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    Object target = supply.opened(capability);
    method.setAccessible(true); // the interface of a third party may not be public
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> capability + " of " + supply.slot();
    };
  }
}
