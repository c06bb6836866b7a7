-- DropIndex
DROP INDEX "dataset_images_dataset_id_path_key";

-- CreateIndex
CREATE UNIQUE INDEX "dataset_images_dataset_id_split_path_key" ON "dataset_images"("dataset_id", "split", "path");
