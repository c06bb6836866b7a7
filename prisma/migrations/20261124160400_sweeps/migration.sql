-- CreateEnum
CREATE TYPE "sweep_status" AS ENUM ('running', 'paused', 'finished', 'stopped', 'failed');

-- CreateEnum
CREATE TYPE "trial_status" AS ENUM ('queued', 'running', 'finished', 'pruned', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "api_key_role" AS ENUM ('worker', 'admin');

-- CreateTable
CREATE TABLE "sweeps" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "status" "sweep_status" NOT NULL DEFAULT 'running',
    "status_reason" TEXT,
    "spent" TEXT,
    "config" JSON NOT NULL,
    "budget" JSONB NOT NULL,
    "training" JSONB NOT NULL,
    "warm_start" JSONB NOT NULL DEFAULT '[]',
    "next_number" INTEGER NOT NULL DEFAULT 0,
    "judged_from" INTEGER NOT NULL DEFAULT 0,
    "final_run_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sweeps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trials" (
    "id" UUID NOT NULL,
    "sweep_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "params" JSONB NOT NULL,
    "status" "trial_status" NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "token" INTEGER NOT NULL DEFAULT 0,
    "worker_id" UUID,
    "request_id" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "run_id" UUID,
    "retry_of" UUID,
    "values" DOUBLE PRECISION[],
    "loss" DOUBLE PRECISION,
    "error" JSONB,
    "steps" INTEGER[],
    "reports" DOUBLE PRECISION[],
    "changed" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "trials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workers" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "backend" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "sweep_id" UUID,
    "draining" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "api_key_role" NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sweeps_created_at_id_idx" ON "sweeps"("created_at", "id");

-- CreateIndex
CREATE INDEX "sweeps_project_id_created_at_id_idx" ON "sweeps"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sweeps_status_idx" ON "sweeps"("status");

-- CreateIndex
CREATE INDEX "sweeps_final_run_id_idx" ON "sweeps"("final_run_id");

-- CreateIndex
CREATE UNIQUE INDEX "trials_retry_of_key" ON "trials"("retry_of");

-- CreateIndex
CREATE INDEX "trials_sweep_id_status_idx" ON "trials"("sweep_id", "status");

-- CreateIndex
CREATE INDEX "trials_sweep_id_changed_idx" ON "trials"("sweep_id", "changed");

-- CreateIndex
CREATE INDEX "trials_sweep_id_loss_idx" ON "trials"("sweep_id", "loss");

-- CreateIndex
CREATE INDEX "trials_status_lease_until_idx" ON "trials"("status", "lease_until");

-- CreateIndex
CREATE INDEX "trials_worker_id_ended_at_idx" ON "trials"("worker_id", "ended_at");

-- CreateIndex
CREATE INDEX "trials_run_id_idx" ON "trials"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "trials_sweep_id_number_key" ON "trials"("sweep_id", "number");

-- CreateIndex
CREATE INDEX "workers_last_seen_at_idx" ON "workers"("last_seen_at");

-- CreateIndex
CREATE INDEX "workers_sweep_id_idx" ON "workers"("sweep_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_sha256_key" ON "api_keys"("sha256");

-- AddForeignKey
ALTER TABLE "sweeps" ADD CONSTRAINT "sweeps_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweeps" ADD CONSTRAINT "sweeps_final_run_id_fkey" FOREIGN KEY ("final_run_id") REFERENCES "runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trials" ADD CONSTRAINT "trials_sweep_id_fkey" FOREIGN KEY ("sweep_id") REFERENCES "sweeps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trials" ADD CONSTRAINT "trials_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;
