/** A PNG of 320 by 320 grey pixels, which Meta's limits allow. */
export const greyPicture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAUAAAAFAAQMAAAD3XjfpAAAAA1BMVEWAgICQdD0xAAAAJ0lEQVR42u3BAQEAAACCIP+vbkhAAQAAAAAAAAAAAAAAAAAAAACfBsQAAAF7Q0cPAAAAAElFTkSuQmCC",
  "base64",
);
