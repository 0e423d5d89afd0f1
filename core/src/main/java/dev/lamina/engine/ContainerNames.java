package dev.lamina.engine;

import dev.lamina.internal.catalog.StoreState;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes up names of containers, as engines do: an adjective and a scientist. */
final class ContainerNames {
  private static final int ATTEMPTS = 6;
  private static final int SHORT_LENGTH = 12;
  private static final int DIGITS = 10;

  private static final List<String> ADJECTIVES =
      List.of(
          """
          able agile airy amber ample ancient apt arctic autumn azure balmy blithe bold brisk bronze
          bubbly calm candid careful chatty civil clear coastal copper cosy crisp curious daring
          dapper deft dreamy eager earnest early easy even fair fearless fleet fluent fond frank
          fresh frugal gallant gentle gilded glad golden grand hardy hearty humble icy idle ivory
          jaunty jovial keen kind lively loyal lucid lunar mellow merry mighty mild modest mossy
          neat nimble noble oaken patient plucky polite prompt proud quick quiet rapid rosy rustic
          sandy scarlet serious silent silver sincere snug sober solar spry steady stellar sturdy
          subtle sunny swift tidy tranquil true upbeat valiant velvet vivid warm witty zesty\
          """
              .split("\\s+"));

  private static final List<String> SCIENTISTS =
      List.of(
          """
          abel agassiz alhazen ampere anning arrhenius avogadro ayrton backus becquerel bernoulli
          bessel biruni boltzmann boole bose boyle brahe braun brunel cantor carnot carson cauchy
          cavendish celsius chandrasekhar chebyshev coulomb curie cuvier dalton darwin davy descartes
          dirac doppler eddington ehrlich einstein eratosthenes euclid euler faraday fermat fermi
          feynman fibonacci fleming foucault fourier franklin fresnel galilei galois gauss germain
          gibbs goodall grothendieck haber halley hamilton harvey heisenberg helmholtz henry herschel
          hertz hilbert hodgkin hooke hopper hubble humboldt huygens hypatia jacobi joule kelvin
          kepler khayyam kirchhoff koch kolmogorov kovalevskaya lagrange lamarr laplace lavoisier
          leavitt leibniz linnaeus lovelace lyell mach maxwell mayer mcclintock meitner mendel
          mendeleev mitchell napier nash newton nobel noether ohm pascal pasteur pauli pavlov planck
          poincare priestley ptolemy raman ramanujan riemann rontgen rutherford sagan schrodinger
          shannon somerville tesla thales thomson torricelli turing volta wallace watt wegener weyl
          wien wu yukawa\
          """
              .split("\\s+"));

  private final RandomGenerator random;

  ContainerNames(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Returns a name that no container has.
   *
   * @param id what the container is called by if all names that come up are taken
   */
  String next(StoreState state, String id) {
    for (int i = 0; i < ATTEMPTS; i++) {
      String name = any(ADJECTIVES) + "_" + any(SCIENTISTS) + (i == 0 ? "" : digit());
      if (state.containerNamed(name).isEmpty()) {
        return name;
      }
    }
    String shortId = id.substring(0, SHORT_LENGTH);
    return state.containerNamed(shortId).isEmpty() ? shortId : id;
  }

  private String any(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private String digit() {
    return String.valueOf(random.nextInt(DIGITS));
  }
}
