package dev.lamina.testing;

import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each JUnit test a store of its own, which is empty, in memory, and closed after the test: a
 * parameter of the type {@link ImageStore} or {@link InMemoryImageStore} of the test, and the same
 * one of its {@code @BeforeEach} and {@code @AfterEach} methods. A test that leaves a mount open
 * fails.
 *
 * <pre>{@code
 * @ExtendWith(LaminaExtension.class)
 * final class PromotionTest {
 *   @Test
 *   void promote(ImageStore store) { … }
 * }
 * }</pre>
 *
 * <p>With options: {@code @RegisterExtension static LaminaExtension lamina =
 * LaminaExtension.inMemory().with(clock).withSeed(7)}. Immutable.
 */
public final class LaminaExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(LaminaExtension.class);

  private final Supplier<StoreOptions> options;

  /** Makes an extension with the default options; JUnit does. */
  public LaminaExtension() {
    this(StoreOptions::defaults);
  }

  private LaminaExtension(Supplier<StoreOptions> options) {
    this.options = options;
  }

  /** Returns an extension with the default options. */
  public static LaminaExtension inMemory() {
    return new LaminaExtension();
  }

  /** Returns an extension of which all stores have this clock, such as a {@link TestClock}. */
  public LaminaExtension with(Clock clock) {
    return new LaminaExtension(() -> options.get().clock(clock));
  }

  /** Returns an extension of which each store makes the same IDs and names, from a seed. */
  public LaminaExtension withSeed(long seed) {
    return new LaminaExtension(() -> options.get().random(new Random(seed)));
  }

  /** Returns an extension of which each store has options of its own, all of them from here. */
  public LaminaExtension withOptions(Supplier<StoreOptions> supplier) {
    return new LaminaExtension(supplier);
  }

  /** Returns whether a parameter is a store that a single test can have. */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return (type == ImageStore.class || type == InMemoryImageStore.class)
        && parameter.getDeclaringExecutable() instanceof Method
        && context.getTestMethod().isPresent();
  }

  /** Returns the store of the test, which is made when it is first asked for. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            context.getUniqueId(), id -> InMemoryImageStore.create(options.get()));
  }

  /**
   * Closes the store of the test.
   *
   * @throws AssertionError if a mount is open, unless the test has failed already
   */
  @Override
  public void afterEach(ExtensionContext context) {
    @Nullable InMemoryImageStore store =
        context.getStore(NAMESPACE).remove(context.getUniqueId(), InMemoryImageStore.class);
    if (store != null) {
      try (store) {
        if (context.getExecutionException().isEmpty()) {
          store.checkNoOpenMounts();
        }
      }
    }
  }
}
