package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2h} or {@code 2026-01-31T08:00:00Z}. */
final class DeadlineConverter implements ITypeConverter<Deadline> {
    @Override
    public Deadline convert(String value) {
        try {
            return Deadline.parse(value);
        } catch (InputException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
