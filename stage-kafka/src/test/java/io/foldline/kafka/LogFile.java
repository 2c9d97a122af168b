package io.foldline.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Takes down more of the log than is usual: the configuration of Kafka's clients, and what Foldline only whispers. */
final class LogFile implements AutoCloseable {
    private final Path file;
    private final List<Logger> loggers;
    private final List<Level> before;
    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();

    private LogFile(Path file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        this.file = file;
        this.loggers = List.of(
                context.getLogger("org.apache.kafka.clients"),
                context.getLogger("org.apache.kafka.common.config"),
                context.getLogger("org.apache.kafka.streams"),
                context.getLogger("io.foldline"));
        this.before = loggers.stream().map(Logger::getEffectiveLevel).toList();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%level %logger %msg%n%xException");
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setFile(file.toString());
        appender.start();
    }

    static LogFile open(Path file) {
        LogFile log = new LogFile(file);
        for (Logger logger : log.loggers) {
            logger.setLevel(logger.getName().startsWith("io.foldline") ? Level.DEBUG : Level.INFO);
            logger.setAdditive(false);
            logger.addAppender(log.appender);
        }
        return log;
    }

    String text() throws IOException {
        return Files.readString(file);
    }

    @Override
    public void close() {
        for (int i = 0; i < loggers.size(); i++) {
            loggers.get(i).detachAppender(appender);
            loggers.get(i).setAdditive(true);
            loggers.get(i).setLevel(before.get(i));
        }
        appender.stop();
    }
}
