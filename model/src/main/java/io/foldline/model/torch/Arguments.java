package io.foldline.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Arguments of one call in libtorch's form, freed after it. */
record Arguments(List<IValue> list) implements AutoCloseable {
    static Arguments of(Object... arguments) {
        Arguments converted = new Arguments(new ArrayList<>(arguments.length));
        try {
            for (Object argument : arguments) {
                converted.list.add(convert(argument));
            }
            return converted;
        } catch (RuntimeException e) {
            converted.close();
            throw e;
        }
    }

    IValue[] values() {
        return list.toArray(IValue[]::new);
    }

    @Override
    public void close() {
        list.forEach(IValue::close);
    }

    private static IValue convert(Object argument) {
        if (argument instanceof PtNDArray tensor) {
            return IValue.from(tensor);
        } else if (argument instanceof Long || argument instanceof Integer) {
            return IValue.from(((Number) argument).longValue());
        } else if (argument instanceof Double number) {
            return IValue.from(number);
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        } else if (argument instanceof String text) {
            return IValue.from(text);
        } else if (argument instanceof long[] integers) {
            return IValue.listFrom(integers);
        } else if (argument instanceof double[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof NDArray[] tensors) {
            return tensors(List.of(tensors));
        } else if (argument instanceof Collection<?> tensors) {
            return tensors(tensors);
        }
        throw new IllegalArgumentException("TorchScript takes no argument of " + argument.getClass());
    }

    private static IValue tensors(Collection<?> tensors) {
        return IValue.listFrom(tensors.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }
}
