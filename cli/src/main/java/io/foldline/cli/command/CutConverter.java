package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.Cut;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 20:8}: block 20 stays, 21 to 28 go. Whether the model has them is not known here. */
final class CutConverter implements ITypeConverter<Cut> {
    @Override
    public Cut convert(String value) {
        try {
            return Cut.parse(value);
        } catch (InputException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
