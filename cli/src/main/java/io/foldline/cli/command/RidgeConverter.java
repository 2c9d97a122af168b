package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.RidgeSetting;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code auto} or a factor of the mean diagonal. */
final class RidgeConverter implements ITypeConverter<RidgeSetting> {
    @Override
    public RidgeSetting convert(String value) {
        try {
            return RidgeSetting.parse(value);
        } catch (InputException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
