package io.foldline.cli.local;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Where log messages go: nowhere, until it is said. */
public final class Logs {
    private Logs() {}

    /** Messages go to a file. */
    public static void toFile(Path file) {
        configure("foldline.log.file", file.toString());
    }

    /** Messages go to standard error. */
    public static void toConsole() {
        configure("foldline.log.console", "INFO");
    }

    private static void configure(String property, String value) {
        System.setProperty(property, value);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL file = Objects.requireNonNull(Logs.class.getResource("/logback.xml"), "logback.xml");
        try {
            configurator.doConfigure(file);
        } catch (JoranException e) {
            throw new IllegalStateException(file + " comes with the build and is well-formed", e);
        }
    }
}
