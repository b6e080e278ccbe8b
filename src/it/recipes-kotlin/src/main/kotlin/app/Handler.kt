package app

import io.runpod.logback.Extra.extra
import io.runpod.logback.RequestScope
import io.runpod.logback.RunPodLogger
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.slf4j.MDCContext
import kotlinx.coroutines.withContext

private val logger = RunPodLogger.of("worker")

fun handle(jobId: String) {
    RequestScope.open(jobId).use {
        runBlocking(MDCContext()) {
            withContext(Dispatchers.Default) {
                logger.info("Generated image", extra("steps", 30))
            }
        }
    }
}
