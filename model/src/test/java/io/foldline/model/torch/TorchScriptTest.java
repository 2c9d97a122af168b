package io.foldline.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.foldline.checkpoint.ResourceException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TorchScriptTest {
    private static TorchScript script;
    private static NDManager manager;

    @BeforeAll
    static void compile() {
        script = TorchScript.compile("test", """
                def add_gram(self, sum: Tensor, x: Tensor) -> bool:
                  wide = x.to(torch.float64)
                  sum.addmm_(wide.t(), wide)
                  return True

                def solve(self, a: Tensor, b: Tensor) -> Tensor:
                  return torch.cholesky_solve(b, torch.linalg_cholesky(a))

                def singular(self, a: Tensor) -> List[Tensor]:
                  u, s, v = torch.linalg_svd(a, False)
                  return [u, s, v]

                def scale(self, x: Tensor, by: float) -> Tensor:
                  return x * by

                def total(self, parts: List[Tensor], weights: List[float], shift: int, negate: bool) -> float:
                  sum = 0.0
                  for i in range(len(parts)):
                    sum += float(parts[i].sum()) * weights[i]
                  if negate:
                    sum = -sum
                  return sum + shift

                def length(self, text: str, sizes: List[int]) -> int:
                  return len(text) + sizes[-1]

                def allocate(self, elements: int) -> Tensor:
                  return torch.zeros([elements])

                def silent(self, x: Tensor):
                  x.zero_()
                """);
        manager = TorchEngine.newManager(Device.cpu());
    }

    @AfterAll
    static void close() {
        manager.close();
        script.close();
    }

    @Test
    void accumulatesInPlace() {
        NDArray sum = manager.zeros(new Shape(2, 2), DataType.FLOAT64);
        NDArray x = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2));
        assertThat(script.test("add_gram", sum, x)).isTrue();
        script.test("add_gram", sum, x);
        assertThat(sum.toDoubleArray()).containsExactly(70, 88, 88, 112);
    }

    @Test
    void solvesAndDecomposes() {
        NDArray a = manager.create(new double[] {4, 2, 2, 3}, new Shape(2, 2));
        NDArray b = manager.create(new double[] {8, 7}, new Shape(2, 1));
        double[] x = script.tensor(manager, "solve", a, b).toDoubleArray();
        assertThat(x[0]).isCloseTo(1.25, within(1e-14));
        assertThat(x[1]).isCloseTo(1.5, within(1e-14));
        List<NDArray> parts = script.tensors(manager, "singular", a);
        assertThat(parts.get(1).toDoubleArray()[0]).isCloseTo((7 + Math.sqrt(17)) / 2, within(1e-14));
    }

    @Test
    void takesEveryKindOfArgument() {
        NDArray ones = manager.ones(new Shape(3));
        assertThat(script.number("total", List.of(ones, ones), new double[] {1, 0.5}, 2, true))
                .isEqualTo(-2.5);
        assertThat(script.number("total", new NDArray[] {ones}, new double[] {1}, 2L, false))
                .isEqualTo(5);
        assertThat(script.integer("length", "four", new long[] {1, 7})).isEqualTo(11);
        script.run("silent", ones);
        assertThat(ones.toFloatArray()).containsOnly(0);
        assertThatThrownBy(() -> script.run("silent", new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void threadsShareAScript() {
        List<Double> sums = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> {
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray scaled = script.tensor(scope, "scale", scope.ones(new Shape(100)), (double) i);
                        return (double) scaled.sum().getFloat();
                    }
                })
                .toList();
        assertThat(sums)
                .isEqualTo(IntStream.range(0, 64).mapToObj(i -> i * 100.0).toList());
    }

    @Test
    void tooLittleMemoryIsAFailureOfTheMachine() {
        assertThatThrownBy(() -> script.tensor(manager, "allocate", 1L << 50))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("not enough memory for allocate");
    }

    @Test
    void errorsShowTheSource() {
        assertThatThrownBy(
                        () -> TorchScript.compile("bad", "def f(self, x: Tensor) -> Tensor:\n  return torch.no(x)\n"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("torch.no(x)");
        NDArray indefinite = manager.create(new double[] {-1}, new Shape(1, 1));
        assertThatThrownBy(() -> script.tensor(manager, "solve", indefinite, indefinite))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("positive-definite");
    }
}
