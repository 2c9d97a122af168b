package io.foldline.model.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * A compiled TorchScript module without state: what Java calls libtorch with.
 *
 * <pre>{@code
 * try (TorchScript script = TorchScript.compile("gram", """
 *         def add(self, sum: Tensor, x: Tensor):
 *           x = x.to(torch.float64)
 *           sum.addmm_(x.t(), x)
 *         """)) {
 *     script.run("add", sum, hidden);
 * }
 * }</pre>
 *
 * <p>The language is that of {@code torch.jit.script} with these differences: {@code self} is written and has no type,
 * every other parameter and the result have one, only {@code torch.NAME} operators and methods of tensors are known (no
 * {@code torch.nn.functional}), blocks are indented by two. Element types may be written {@code torch.float64}.
 *
 * <p>Arguments are {@link NDArray}, {@code Long}, {@code Integer}, {@code Double}, {@code Boolean}, {@code String},
 * {@code long[]} ({@code List[int]}), {@code double[]} ({@code List[float]}) or a {@code List} or array of NDArrays
 * ({@code List[Tensor]}). Methods run in inference mode: no gradients, and a result can be changed in place only by
 * another method. Any number of threads may call one script; only {@link #close} must be the last.
 */
public final class TorchScript implements AutoCloseable {
    /** The same tensors once more, as handles of the caller's own. */
    private static final String ALIASES = """

            def aliases(self, tensors: List[Tensor]) -> List[Tensor]:
              all: List[Tensor] = []
              for x in tensors:
                all = all + [torch.detach(x)]
              return all
            """;

    private final NDManager manager;
    private final PtSymbolBlock module;

    private TorchScript(NDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    /**
     * Compiles a module.
     *
     * @param name for messages
     * @param methods its methods, not indented
     * @throws EngineException if libtorch does not accept the source; the message shows where
     */
    public static TorchScript compile(String name, String methods) {
        TorchEngine.prepareThread();
        NDManager manager = TorchEngine.newManager(Device.cpu());
        try {
            ByteArrayInputStream archive =
                    new ByteArrayInputStream(TorchScriptArchive.write(withTypeCodes(methods + ALIASES)));
            return new TorchScript(manager, JniUtils.loadModule((PtNDManager) manager, archive, false, false));
        } catch (IOException e) {
            manager.close();
            throw new IllegalStateException("the archive of script " + name + " cannot be loaded", e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Calls a method that returns a tensor, which the manager owns from then on. */
    public NDArray tensor(NDManager manager, String method, Object... arguments) {
        try (IValue result = call(method, arguments)) {
            return result.toTensor((PtNDManager) manager);
        }
    }

    /** Calls a method that returns a {@code List[Tensor]}, whose tensors the manager owns from then on. */
    public List<NDArray> tensors(NDManager manager, String method, Object... arguments) {
        try (IValue result = call(method, arguments)) {
            return List.of(result.toTensorArray((PtNDManager) manager));
        }
    }

    /**
     * Calls a method outside of inference mode, so that it can ask for gradients: a method of one {@code List[Tensor]}
     * that returns another. It has to clone what it takes before anything that needs a gradient meets it, since tensors
     * that were made in inference mode cannot be kept for the way back.
     *
     * @param manager owns the result
     */
    public List<NDArray> recorded(NDManager manager, String method, List<NDArray> tensors) {
        TorchEngine.prepareThread();
        boolean gradients = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        // DJL takes this mode only with arguments that are told apart by their names; others may use the tensors too.
        try (NDManager scope = manager.newSubManager();
                NDArray name = manager.create(0)) {
            name.setName("module_method:" + method);
            NDList arguments = new NDList(name);
            for (NDArray alias : tensors(scope, "aliases", tensors)) {
                alias.setName("tensors[]");
                arguments.add(alias);
            }
            return List.copyOf(IValueUtils.forward(module, arguments, true));
        } catch (EngineException e) {
            throw orOutOfMemory(method, e);
        } finally {
            JniUtils.setGradMode(gradients);
        }
    }

    /** Calls a method that returns a {@code float}. */
    public double number(String method, Object... arguments) {
        try (IValue result = call(method, arguments)) {
            return result.toDouble();
        }
    }

    /** Calls a method that returns an {@code int}. */
    public long integer(String method, Object... arguments) {
        try (IValue result = call(method, arguments)) {
            return result.toLong();
        }
    }

    /** Calls a method that returns a {@code bool}. */
    public boolean test(String method, Object... arguments) {
        try (IValue result = call(method, arguments)) {
            return result.toBoolean();
        }
    }

    /** Calls a method for its effect on the arguments. */
    public void run(String method, Object... arguments) {
        call(method, arguments).close();
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }

    private IValue call(String method, Object... arguments) {
        TorchEngine.prepareThread();
        try (Arguments converted = Arguments.of(arguments)) {
            return IValueUtils.runMethod(module, method, converted.values());
        } catch (EngineException e) {
            throw orOutOfMemory(method, e);
        }
    }

    private static RuntimeException orOutOfMemory(String method, EngineException e) {
        return MemoryException.isMeantBy(e)
                ? new MemoryException("not enough memory for " + method + "; use smaller batches or another device", e)
                : e;
    }

    /** The compiler knows element types by number alone. */
    private static String withTypeCodes(String methods) {
        String source = methods;
        for (ScalarType type : ScalarType.values()) {
            source = source.replaceAll("\\b" + type.pythonName() + "\\b", Long.toString(type.code()));
        }
        return source;
    }
}
