#!/bin/sh
# Starts the command line inside the image.
set -eu
if [ "${FOLDLINE_FLAVOR:-cpu}" != cpu ]; then
  PYTORCH_LIBRARY_PATH=$(python -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
  PYTORCH_VERSION=2.7.1
  PYTORCH_FLAVOR=$FOLDLINE_FLAVOR
  export PYTORCH_LIBRARY_PATH PYTORCH_VERSION PYTORCH_FLAVOR
fi
export DJL_CACHE_DIR="${DJL_CACHE_DIR:-/tmp/djl}" OPT_OUT_TRACKING=true
exec java -XX:MaxRAMPercentage=50 -Dai.djl.offline=true ${FOLDLINE_JAVA_OPTS:-} -cp '/opt/foldline/lib/*' io.foldline.cli.Foldline "$@"
