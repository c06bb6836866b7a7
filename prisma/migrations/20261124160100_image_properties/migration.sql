-- AlterTable
ALTER TABLE "images" ADD COLUMN     "brightness" DOUBLE PRECISION,
ADD COLUMN     "perceptual_hash" TEXT,
ADD COLUMN     "sharpness" DOUBLE PRECISION;
