package io.foldline.schemas;

import io.foldline.event.RunRequested;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro loads no class by name that is not trusted, generated ones included. Loading {@link Topics} does this already; who
 * uses a builder of a contract before needs it.
 */
public final class Trust {
    private Trust() {}

    /** Adds the package of the contracts to whatever is trusted already. */
    public static void contracts() {
        String contracts = RunRequested.class.getPackageName();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> contracts.equals(type.getPackageName())));
    }
}
