package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.DropAmount;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 8} or {@code 25%}. Whether the model has that many blocks is not known here. */
final class DropConverter implements ITypeConverter<DropAmount> {
    @Override
    public DropAmount convert(String value) {
        try {
            return DropAmount.parse(value);
        } catch (InputException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
